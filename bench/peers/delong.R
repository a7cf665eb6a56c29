# AUROC with DeLong's interval by pROC, timed.
#
#   Rscript delong.R FOLDER RUNS      FOLDER holds score.f64 and truth.u8; Debian package r-cran-proc
#
# Prints `version`, `value`, `error` and one `seconds` for each run.
suppressPackageStartupMessages(library(pROC))
arguments <- commandArgs(TRUE)
size <- file.info(file.path(arguments[1], "truth.u8"))$size
truth <- readBin(file.path(arguments[1], "truth.u8"), "integer", size, size = 1)
score <- readBin(file.path(arguments[1], "score.f64"), "double", size, endian = "little")
cat("version pROC", as.character(packageVersion("pROC")), "on R", as.character(getRversion()), "\n")
for (run in 0:as.integer(arguments[2])) {
  started <- proc.time()[["elapsed"]]
  curve <- roc(truth, score, levels = c(0, 1), direction = "<", quiet = TRUE)
  interval <- ci.auc(curve, method = "delong")
  if (run > 0) cat("seconds", format(proc.time()[["elapsed"]] - started, digits = 17), "\n")
}
cat("value", format(as.numeric(interval)[2], digits = 17), "\n")
cat("error", format((as.numeric(interval)[3] - as.numeric(interval)[1]) / 2 / qnorm(0.975), digits = 17), "\n")
