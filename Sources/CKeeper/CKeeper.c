#include "CKeeper.h"
