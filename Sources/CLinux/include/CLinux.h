#pragma once
#include "lane.h"
