@NullMarked
package dev.allwell.tracker.spring;

import org.jspecify.annotations.NullMarked;
