//! The bus on which screen readers listen: switched on, walked, and heard.

use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_lite::StreamExt as _;
use futures_lite::future::block_on;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MessageStream};

use super::desktop::{Running, session};

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const FOCUSED: u32 = 12;

/// A session bus with accessibility switched on.
pub struct Bus {
    /// Where programs find it.
    pub address: String,
    accessibility: Connection,
    heard: Arc<Mutex<Vec<String>>>,
    _daemon: Running,
}

/// What a screen reader knows of one thing on the screen.
#[derive(Clone, Debug)]
pub struct Node {
    /// The role, in words.
    pub role: String,
    /// The name.
    pub name: String,
    /// The role of what it is in.
    pub parent: String,
    /// Whether it has the focus.
    pub is_focused: bool,
}

/// Whether AT-SPI's bus can be started.
pub fn is_installed() -> bool {
    ["/usr/libexec", "/usr/lib/at-spi2-core"]
        .iter()
        .any(|folder| Path::new(folder).join("at-spi-bus-launcher").is_file())
}

impl Bus {
    /// Starts a session bus, and the bus of screen readers by asking for it.
    pub fn begin(home: &Path) -> Self {
        let (daemon, address) = session(home);
        let session = block_on(connect(&address));
        let on = Value::from(true);
        let switch = ("org.a11y.Status", "IsEnabled", on);
        let set = session.call_method(
            Some("org.a11y.Bus"),
            "/org/a11y/bus",
            Some("org.freedesktop.DBus.Properties"),
            "Set",
            &switch,
        );
        block_on(set).unwrap();
        let ask = session.call_method(
            Some("org.a11y.Bus"),
            "/org/a11y/bus",
            Some("org.a11y.Bus"),
            "GetAddress",
            &(),
        );
        let accessibility: String = block_on(ask).unwrap().body().deserialize().unwrap();
        let accessibility = block_on(connect(&accessibility));
        let heard = Arc::default();
        listen(&accessibility, Arc::clone(&heard));
        Self { address, accessibility, heard, _daemon: daemon }
    }

    /// All that was announced since the last time one asked.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// Everything that the only program on the bus shows; `None` while it is not there yet.
    pub fn tree(&self) -> Option<Vec<Node>> {
        block_on(async {
            let program = self.children(REGISTRY, ROOT).await?.into_iter().next()?;
            let mut nodes = Vec::new();
            // What stands first is read first.
            let mut next = vec![(program, String::new())];
            while let Some(((owner, path), parent)) = next.pop() {
                // What is gone meanwhile is no part of the screen any more.
                let Some(node) = self.node(&owner, path.as_str(), parent).await else { continue };
                let children = self.children(&owner, path.as_str()).await.unwrap_or_default();
                next.extend(children.into_iter().rev().map(|child| (child, node.role.clone())));
                nodes.push(node);
            }
            Some(nodes)
        })
    }

    async fn node(&self, owner: &str, path: &str, parent: String) -> Option<Node> {
        let name: OwnedValue =
            self.asks(owner, path, "org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, "Name")).await?;
        let states: Vec<u32> = self.asks(owner, path, ACCESSIBLE, "GetState", &()).await?;
        let is_focused = states.first().is_some_and(|states| states & (1 << FOCUSED) != 0);
        let role: u32 = self.asks(owner, path, ACCESSIBLE, "GetRole", &()).await?;
        let role = role_words(role);
        Some(Node { role, name: String::try_from(name).ok()?, parent, is_focused })
    }

    async fn children(&self, owner: &str, path: &str) -> Option<Vec<(String, OwnedObjectPath)>> {
        self.asks(owner, path, ACCESSIBLE, "GetChildren", &()).await
    }

    async fn asks<B, T>(&self, owner: &str, path: &str, interface: &str, method: &str, body: &B) -> Option<T>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
        T: for<'a> zbus::zvariant::DynamicDeserialize<'a>,
    {
        let reply =
            self.accessibility.call_method(Some(owner), path, Some(interface), method, body).await.ok()?;
        reply.body().deserialize().ok()
    }
}

/// What AT-SPI's numbers of roles mean, as far as this program has them.
fn role_words(number: u32) -> String {
    let words = match number {
        7 => "check box",
        10 => "column header",
        23 => "window",
        27 => "image",
        29 | 116 => "label",
        31 => "list",
        32 => "list item",
        37 => "tab",
        38 => "tab list",
        40 => "password",
        43 => "button",
        44 => "radio button",
        54 => "status",
        55 => "table",
        56 => "cell",
        75 => "program",
        79 => "entry",
        83 => "heading",
        90 => "row",
        98 => "list box",
        other => return format!("role {other}"),
    };
    words.to_owned()
}

async fn connect(address: &str) -> Connection {
    zbus::connection::Builder::address(address).unwrap().build().await.unwrap()
}

/// Keeps what is announced, on a thread that ends with the bus.
fn listen(connection: &Connection, heard: Arc<Mutex<Vec<String>>>) {
    let rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='Announcement'";
    let ask = connection.call_method(
        Some("org.freedesktop.DBus"),
        "/org/freedesktop/DBus",
        Some("org.freedesktop.DBus"),
        "AddMatch",
        &rule,
    );
    block_on(ask).unwrap();
    let mut messages = MessageStream::from(connection);
    std::thread::spawn(move || {
        while let Some(message) = block_on(messages.next()) {
            let Ok(message) = message else { return };
            if message.header().member().is_none_or(|member| member.as_str() != "Announcement") {
                continue;
            }
            type Event = (String, i32, i32, OwnedValue, std::collections::HashMap<String, OwnedValue>);
            let Ok((_, _, _, said, _)) = message.body().deserialize::<Event>() else { continue };
            if let Ok(said) = String::try_from(said) {
                heard.lock().unwrap().push(said);
            }
        }
    });
}

/// Whether a text is a verdict on a drug: "Contraindicated: …".
pub fn is_verdict(text: &str) -> bool {
    countercheck::safety::Verdict::ALL
        .iter()
        .any(|verdict| text.starts_with(&format!("{}: ", verdict.words())))
}
