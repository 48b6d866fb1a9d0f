#pragma once
#include "guard.h"
#include "ring.h"
