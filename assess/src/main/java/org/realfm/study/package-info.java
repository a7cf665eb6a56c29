/// What is claimed, and about whom: the study file ([Study]) and the people and pictures in it ([Cohort]).
@NullMarked
package org.realfm.study;

import org.jspecify.annotations.NullMarked;
