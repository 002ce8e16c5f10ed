/* What does Windows make of the manifest? Stands in for the program where that can't be built.
   It prints the settings that it was started with, as the loader read them, and waits if it is told
   how many seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

typedef BOOL(WINAPI *Query)(DWORD, HANDLE, PCWSTR, PCWSTR, PWSTR, SIZE_T, SIZE_T *);

static const WCHAR *const SETTINGS[][2] = {
    {L"http://schemas.microsoft.com/SMI/2016/WindowsSettings", L"dpiAwareness"},
    {L"http://schemas.microsoft.com/SMI/2016/WindowsSettings", L"longPathAware"},
    {L"http://schemas.microsoft.com/SMI/2019/WindowsSettings", L"activeCodePage"},
};

int main(int count, char **arguments) {
    /* In kernel32 of every Windows, but not in MinGW's list of it. */
    Query query = (Query)(void *)GetProcAddress(GetModuleHandleA("kernel32"), "QueryActCtxSettingsW");
    for (int at = 0; at < 3; at++) {
        WCHAR value[100] = L"not read";
        if (query) query(0, NULL, SETTINGS[at][0], SETTINGS[at][1], value, 100, NULL);
        printf("%ls: %ls\n", SETTINGS[at][1], value);
    }
    int awareness = GetAwarenessFromDpiAwarenessContext(GetThreadDpiAwarenessContext());
    printf("code page: %u\nper monitor: %s\n", GetACP(), awareness == DPI_AWARENESS_PER_MONITOR_AWARE ? "yes" : "no");
    fflush(stdout);
    if (count > 1) Sleep(1000 * atoi(arguments[1]));
    return 0;
}
