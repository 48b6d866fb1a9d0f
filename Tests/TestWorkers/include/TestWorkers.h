#pragma once
/// Linked into the tests, it has more threads run their tasks than there are cores. There is nothing to call.
