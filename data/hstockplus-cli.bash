# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for hstockplus-cli

_hstockplus_cli()
{
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local common='--json --endpoint --data-dir --help --version'
  local commands='categories services inventory order status balance sms journal settle call key export import'
  local words=() word skip= words_of=

  case $prev in
    --data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'csv json' -- "$cur"); return ;;
  esac
  # a file, whose name may have spaces
  if [ "${COMP_WORDS[COMP_CWORD-1]}" = import ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$skip" ]; then skip=; continue; fi
    case $word in
      --endpoint|--data-dir) skip=1 ;;
      -*) ;;
      *) words+=("$word") ;;
    esac
  done

  case "${words[0]} ${words[1]}" in
    ' ') words_of=$commands ;;
    'sms ') words_of='countries projects get code status wait' ;;
    'key ') words_of='set check forget' ;;
    'sms projects') words_of='--country' ;;
    'sms get') words_of='--quantity --country --phone --max-total --yes --again' ;;
    'sms wait') words_of='--timeout' ;;
    'services '*) words_of='--category --subcategory --page --limit --search --in-stock' ;;
    'order '*) words_of='--link --max-total --yes --again' ;;
    'journal '*) words_of='--open --unconfirmed' ;;
    'settle '*) words_of='--order --force --not-placed --undo' ;;
    'call ') words_of='categories services inventory add status balance sms_projects sms_countries add_sms sms_code sms_status --max-total --yes --again' ;;
    'call '*) words_of='--max-total --yes --again' ;;
    'export ') words_of='orders sms statement history --format' ;;
    'export '*) words_of='--format' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words_of $common" -- "$cur")
}
complete -F _hstockplus_cli hstockplus-cli
