#pragma once
/// What the client needs of ncursesw and of a terminal that must be given back, by subject.
#include "guard.h"
#include "paper.h"
