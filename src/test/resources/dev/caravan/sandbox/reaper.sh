# Ends what a sandbox started and removes its folders, once standard input ends: that is when the
# sandbox is closed or its JVM is gone, however it died.
# Lines: "pid SIGNAL NUMBER" (SIGNAL asks it to end) and "dir PATH"; each is answered with "ok".
trap '' INT TERM HUP PIPE
cd /

# When a process started, which tells it from a later one of the same number. Nothing for a dead one.
started() {
  if [ -d /proc/self ]; then
    { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
    set -- ${stat##*) }
    [ "$1" = Z ] || echo "${20}"
  else
    ps -o stat=,lstart= -p "$1" | grep -v '^Z' | tr -s ' ' _ | cut -d_ -f2-
  fi
}

table() {
  if [ -d /proc/self ]; then
    for file in /proc/[0-9]*/stat; do
      { read -r stat < "$file"; } 2>/dev/null || continue
      pid=${stat%% *}
      set -- ${stat##*) }
      echo "$pid $2"
    done
  else
    ps -A -o pid=,ppid=
  fi
}

# A process and everything below it, from $table: PostgreSQL's children lead sessions of their own,
# so that no process group reaches them.
family() {
  echo "$1:$(started "$1")"
  echo "$table" | while read -r pid parent; do
    [ "$parent" != "$1" ] || family "$pid"
  done
}

running() {
  [ -n "${1#*:}" ] && [ "$(started "${1%%:*}")" = "${1#*:}" ]
}

processes=
while read -r what value; do
  case $what in
    pid) processes="$processes ${value#* }:$(started "${value#* }"):${value%% *}" ;;
    dir) set -- "$@" "$value" ;;
  esac
  echo ok
done

table=$(table)
members=
for process in $processes; do
  signal=${process##*:}
  process=${process%:*}
  running "$process" || continue
  members="$members $(family "${process%%:*}")"
  kill -s "$signal" "${process%%:*}" 2>/dev/null
  kill -s CONT "${process%%:*}" 2>/dev/null
done

left() {
  for member in $members; do
    ! running "$member" || echo "${member%%:*}"
  done
}

tries=0
while pids=$(left); [ -n "$pids" ] && [ $tries -lt 200 ]; do
  if [ $tries -ge 20 ]; then
    kill -s STOP $pids 2>/dev/null
    table=$(table)
    for pid in $pids; do members="$members $(family "$pid")"; done
    kill -s KILL $(left) 2>/dev/null
  fi
  sleep 0.05
  tries=$((tries + 1))
done

for dir; do
  case $dir in */caravan-*) ;; *) continue ;; esac
  # A PostgreSQL that was killed leaves a segment of shared memory; its lock file names it.
  if [ -f "$dir/data/postmaster.pid" ]; then
    segment=$(sed -n 7p "$dir/data/postmaster.pid")
    ipcrm -m "${segment##* }" 2>/dev/null
  fi
  tries=0
  while rm -rf "$dir" 2>/dev/null; [ -e "$dir" ] && [ $tries -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
done
