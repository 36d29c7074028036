package dev.allwell.examples.jaxrs;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/// Counts each answer by its status, but those of the health page.
record RecordingFilter(StatusCodeTracker tracker) implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getUriInfo().getMatchedResources().stream().noneMatch(Health.class::isInstance)) {
      tracker.record(response.getStatus());
    }
  }
}
