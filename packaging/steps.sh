# Sourced by test-image.sh and test-windows.sh: the table of their steps. Before it: $work, a folder.
failed=0
table=()

# step WHAT COMMAND...: runs it; what it said is shown at the end if it failed.
step() {
    local what=$1 begin end
    shift
    begin=$(date +%s%N)
    if "$@" >"$work/output" 2>&1; then
        end=$(date +%s%N)
        table+=("$(printf 'ok      %6d ms  %s' $(((end - begin) / 1000000)) "$what")")
    else
        failed=$((failed + 1))
        table+=("$(printf 'FAILED            %s' "$what")")
        { echo "--- $what"; cat "$work/output"; } >>"$work/failures"
    fi
    echo "${table[-1]}"
    [[ ${table[-1]} == ok* ]]
}
