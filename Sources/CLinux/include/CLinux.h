#pragma once

// What Swift cannot call on Linux: macros, variadic functions, and functions that its Glibc module leaves out.
#include "descriptors.h"
