#pragma once
/// Everything `tend` needs of Linux that Swift cannot say, by subject.
#include "children.h"
#include "code.h"
#include "descriptors.h"
#include "guard.h"
#include "lane.h"
#include "ring.h"
#include "turns.h"
#include "workers.h"
