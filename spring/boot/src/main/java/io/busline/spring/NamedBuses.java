package io.busline.spring;

import io.busline.EventBus;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** A bean for each name below {@code busline.buses}, with the name as its qualifier. */
final class NamedBuses implements ImportBeanDefinitionRegistrar {
  private final Environment environment;

  NamedBuses(Environment environment) {
    this.environment = environment;
  }

  static Set<String> names(Environment environment) {
    return Binder.get(environment)
        .bind("busline.buses", Bindable.mapOf(String.class, Object.class))
        .map(Map::copyOf)
        .map(TreeMap::new)
        .map(Map::keySet)
        .orElse(Set.of());
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    for (String name : names(environment)) {
      RootBeanDefinition definition = new RootBeanDefinition(EventBus.class);
      definition.setFactoryBeanName("buslineBusFactory");
      definition.setFactoryMethodName("createNamed");
      definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
      definition.setDestroyMethodName("close");
      definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
      registry.registerBeanDefinition(name + "EventBus", definition);
    }
  }
}
