"""Enumerations of the ``Qt`` namespace that concern the program as a whole."""

from __future__ import annotations

from .qtenum import QtEnum, QtFlag


class ApplicationAttribute(QtEnum):
    """Switches for the whole program. Nearly all concern windows; `QCoreApplication` keeps what is set, and no more."""

    AA_QtQuickUseDefaultSizePolicy = 1
    AA_DontShowIconsInMenus = 2
    AA_NativeWindows = 3
    AA_DontCreateNativeWidgetSiblings = 4
    AA_PluginApplication = 5
    AA_DontUseNativeMenuBar = 6
    AA_MacDontSwapCtrlAndMeta = 7
    AA_Use96Dpi = 8
    AA_DisableNativeVirtualKeyboard = 9
    AA_DontUseNativeMenuWindows = 10
    AA_SynthesizeTouchForUnhandledMouseEvents = 11
    AA_SynthesizeMouseForUnhandledTouchEvents = 12
    AA_UseHighDpiPixmaps = 13
    AA_ForceRasterWidgets = 14
    AA_UseDesktopOpenGL = 15
    AA_UseOpenGLES = 16
    AA_UseSoftwareOpenGL = 17
    AA_ShareOpenGLContexts = 18
    AA_SetPalette = 19
    AA_EnableHighDpiScaling = 20
    AA_DisableHighDpiScaling = 21
    AA_UseStyleSheetPropagationInWidgetStyles = 22
    AA_DontUseNativeDialogs = 23
    AA_SynthesizeMouseForUnhandledTabletEvents = 24
    AA_CompressHighFrequencyEvents = 25
    AA_DontCheckOpenGLContextThreadAffinity = 26
    AA_DisableShaderDiskCache = 27
    AA_DontShowShortcutsInContextMenus = 28
    AA_CompressTabletEvents = 29
    AA_DisableSessionManager = 31
    AA_AttributeCount = 32


class ApplicationState(QtFlag):
    """Whether the program is in front of its user. One without windows is always active."""

    ApplicationSuspended = 0
    ApplicationHidden = 1
    ApplicationInactive = 2
    ApplicationActive = 4


OLD_ATTRIBUTES = {
    "AA_ImmediateWidgetCreation": 0,
    "AA_MSWindowsUseDirect3DByDefault": 1,
    "AA_MacPluginApplication": 5,
    "AA_X11InitThreads": 10,
    "AA_DisableWindowContextHelpButton": 30,
}
"""Names that Qt 6 has dropped, and their numbers: reachable on ``Qt`` for old programs, not listed."""
