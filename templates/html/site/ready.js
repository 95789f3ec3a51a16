"use strict";

/* The controls of a page do something from now on. */
document.getElementById("controls").disabled = false;
