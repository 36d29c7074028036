/// The tracker in a Spring Boot application: properties under `allwell.tracker`, and the beans that
/// make of them a filter, a health address, an Actuator indicator, meters and an announcement to
/// Allwell servers. Each stays away where the application has its own, or lacks what it needs.
///
/// Knows the tracker, its servlet adapter, and Spring Boot. Start reading at
/// [TrackerAutoConfiguration][dev.allwell.tracker.spring.TrackerAutoConfiguration].
@NullMarked
package dev.allwell.tracker.spring;

import org.jspecify.annotations.NullMarked;
