package kotlin;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** As Kotlin's compiler marks what it compiles; its library is not on the class path here. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Metadata {}
