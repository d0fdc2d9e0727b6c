#!/usr/bin/env bash
# Builds the program and serves it in the foreground; what follows is passed on: ./run.sh --Urls=http://127.0.0.1:9000
set -euo pipefail
cd "$(dirname "$0")"
source .ci/install
install_for_running
echo "正在生成程序，第一次要几分钟……"
dotnet build src/Approvals.Web -c Release -v quiet --nologo
# exec: signals reach the program itself, which then stops its database.
exec dotnet src/Approvals.Web/bin/Release/net10.0/approvals.dll serve --Samples=true "$@"
