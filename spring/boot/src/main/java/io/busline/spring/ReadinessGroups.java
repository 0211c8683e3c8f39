package io.busline.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * Boot's groups, with the readiness of the bus in {@code readiness} and nowhere else: by default a
 * contributor is in the group of all.
 */
record ReadinessGroups(HealthEndpointGroups groups) implements HealthEndpointGroups {
  private static final String CONTRIBUTOR = "buslineReadiness";
  private static final String GROUP = "readiness";

  @Override
  public HealthEndpointGroup getPrimary() {
    return new Group(groups.getPrimary(), false);
  }

  @Override
  public Set<String> getNames() {
    return groups.getNames();
  }

  @Override
  public @Nullable HealthEndpointGroup get(String name) {
    HealthEndpointGroup group = groups.get(name);
    return group == null || !name.equals(GROUP) ? group : new Group(group, true);
  }

  private record Group(HealthEndpointGroup group, boolean hasReadiness)
      implements HealthEndpointGroup {

    @Override
    public boolean isMember(String name) {
      return name.equals(CONTRIBUTOR) ? hasReadiness : group.isMember(name);
    }

    @Override
    public boolean showComponents(SecurityContext securityContext) {
      return group.showComponents(securityContext);
    }

    @Override
    public boolean showDetails(SecurityContext securityContext) {
      return group.showDetails(securityContext);
    }

    @Override
    public StatusAggregator getStatusAggregator() {
      return group.getStatusAggregator();
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
      return group.getHttpCodeStatusMapper();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
      return group.getAdditionalPath();
    }
  }
}
