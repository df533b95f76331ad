package selaras.web;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/** All methods of the WAR that serve an operation of the API. */
final class ResourceMethods {
  private ResourceMethods() {}

  static List<Method> all() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("selaras.web")
            .stream()
            .map(JavaClass::reflect)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> Operation.of(method).isPresent())
            .toList();
  }
}
