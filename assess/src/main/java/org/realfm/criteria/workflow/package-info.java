/// Workflow integration: whether results are there in time ([org.realfm.criteria.workflow.Latency]).
@NullMarked
package org.realfm.criteria.workflow;

import org.jspecify.annotations.NullMarked;
