/// The filter and the servlet in real containers: each contract runs in Jetty and in Tomcat.
@NullMarked
package dev.allwell.tracker.servlet;

import org.jspecify.annotations.NullMarked;
