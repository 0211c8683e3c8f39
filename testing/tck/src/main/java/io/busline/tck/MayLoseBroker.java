package io.busline.tck;

import io.busline.logs.MayWarn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The broker of this behaviour is away for a while, or ends, so the bus may warn of that. Which of
 * these warnings come depends on when it is noticed. The first are the engine's, the others those
 * of the brokers here.
 */
@MayWarn({
  "is RECOVERING",
  " is DOWN: ",
  "a dead letter could not be stored",
  "the broker did not confirm within",
  "publishes unconfirmed",
  "did not close in time",
  "the last acknowledgements of",
  "is lost",
  "is out of reach",
  "was removed or replaced while it was open",
  "could not leave its group",
  "could not note what it has done",
  "begins to read anew",
  "was silent too long and has lost its share",
  "was not confirmed, so what it held goes back"
})
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface MayLoseBroker {}
