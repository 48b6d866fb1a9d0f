#pragma once

/// Lets go of the pages of this program's code and constants that are mapped into the process. They stay in the system's cache of the
/// file, and what is used again comes back by itself (about a microsecond for 64 KiB).
void tend_code_release(void);
