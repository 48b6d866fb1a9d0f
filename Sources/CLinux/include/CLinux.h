#pragma once
/// Everything `tend` needs of Linux that Swift cannot say, by subject.
#include "descriptors.h"
#include "guard.h"
#include "lane.h"
#include "ring.h"
#include "workers.h"
