#!/usr/bin/env bash
# Takes the picture of a report that the README shows: reference/report_picture.sh realfm-demo/results/report.html
# Needs chromium; with fonts-noto-core the letters are those of the picture in docs/images.
set -euo pipefail
page=$(realpath "${1:?which report.html}")
target=$(realpath -m "${2:-$(dirname "$0")/../docs/images/report.png}")
mkdir -p "$(dirname "$target")"
"${REALFM_CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking \
    --force-device-scale-factor=1.5 --window-size=1240,1560 --screenshot="$target" "file://$page" 2>/dev/null
echo "$target"
