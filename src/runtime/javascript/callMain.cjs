'use strict';
// The main module of a program that only makes a call.
void globalThis[Symbol.for('witness.call')]();
