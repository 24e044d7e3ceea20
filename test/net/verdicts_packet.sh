#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The verdicts do not depend on how the questions left.
transport=packet exec sh "${srcdir:=.}/test/net/verdicts.sh"
