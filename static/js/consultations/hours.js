// The line about the time knows the visitor's own clock.

import { watchClock } from "../programme/clock.js";

watchClock();
