; How does the program come onto a Windows computer without an administrator? Into the folder of
; programs of whoever installs it, with a line in the list of installed apps and a start menu entry.
;
; packaging/windows/build.py calls makensis with VERSION, SOURCE (a folder with all files) and OUT.
;   /S installs without a window, /D=C:\folder (last, unquoted) elsewhere.
;   Exit codes: 0 done, 1 cancelled, 2 not done: the program was running, or this Windows is too old.
; Vaults live in %LOCALAPPDATA%\Countercheck and are never touched, neither by install nor by uninstall.

!ifndef VERSION | SOURCE | OUT
  !error "call packaging/windows/build.py"
!endif

Unicode true
SetCompressor /SOLID lzma
; Both programs are nearly the same: a dictionary that reaches over the first keeps the second small.
SetCompressorDictSize 64
; Equal input, equal bytes.
SetDateSave off

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "Countercheck"
!define ID "Countercheck"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\countercheck.exe"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
ManifestDPIAware true
ManifestLongPathAware true
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs ${NAME}"
VIAddVersionKey "CompanyName" "The Countercheck authors"
VIAddVersionKey "LegalCopyright" "The Countercheck authors. MIT or Apache-2.0"

; A certificate, where there is one: SIGN is a command that signs the file that is named after it.
!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

!define MUI_ICON "${SOURCE}/countercheck.ico"
!define MUI_UNICON "${SOURCE}/countercheck.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\countercheck-window.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start ${NAME}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "${NAME} will be removed. The vaults with your patients, their keys and their backups stay where they are: in $LOCALAPPDATA\${ID} and in the folders that you chose. Nothing of them is removed."

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows does not let a running program be replaced; asking beats half of an installation.
!macro NotRunning Program
  ${DoWhile} ${FileExists} "$INSTDIR\${Program}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${Program}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is running. Close it, then try again. What was answered is saved." /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${NAME} needs Windows 10 or 11, 64 bits." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  !insertmacro NotRunning "countercheck-window.exe"
  !insertmacro NotRunning "countercheck.exe"
  SetOutPath "$INSTDIR"
  ; countercheck.exe is for a console, countercheck-window.exe for the start menu: it opens none.
  File "${SOURCE}/countercheck.exe"
  File "${SOURCE}/countercheck-window.exe"
  File "${SOURCE}/LICENSE.txt"
  File "${SOURCE}/LICENSE-APACHE.txt"
  File "${SOURCE}/LICENSE-MIT.txt"
  File "${SOURCE}/third-party-licenses.txt"
  File "${SOURCE}/sbom.cdx.json"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\countercheck-window.exe" "" "" "" "" "" "A pharmacist's checklist for eczema treatments"
  CreateShortcut "$SMPROGRAMS\${NAME} with sample patients.lnk" "$INSTDIR\countercheck-window.exe" "--demo" "" "" "" "" "Made-up patients, to try it"

  ; Start > Run and scripts find it by name, without a change of PATH.
  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\countercheck.exe"

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\countercheck-window.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Countercheck authors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Comments" "Vaults in $LOCALAPPDATA\${ID} stay when it is removed"
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Section Uninstall
  SetShellVarContext current
  !insertmacro NotRunning "countercheck-window.exe"
  !insertmacro NotRunning "countercheck.exe"
  ; By name, so that nothing else goes; the folder only if nothing else is in it.
  Delete "$INSTDIR\countercheck.exe"
  Delete "$INSTDIR\countercheck-window.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\third-party-licenses.txt"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME} with sample patients.lnk"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DetailPrint "Vaults were left alone: $LOCALAPPDATA\${ID}"
SectionEnd
