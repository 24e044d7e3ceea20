#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Make configure and its helpers; needed once after a clone.
set -e
cd "$(dirname "$0")"
autoreconf --install --force --warnings=all
