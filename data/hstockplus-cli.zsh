#compdef hstockplus-cli
# SPDX-License-Identifier: GPL-3.0-or-later

local -a common
common=(
  '--json[answer with one JSON document]'
  '--endpoint[another endpoint of the API]:URL:'
  '--data-dir[folder of the journal]:folder:_files -/'
  '(- *)'{-h,--help}'[show help]'
  '(- *)--version[print the version]'
)

_arguments -C $common '1:command:->command' '*::argument:->argument' && return

case $state in
  command)
    local -a commands
    commands=(
      'categories:list the categories and their subcategories'
      'services:list services with price, limits and stock'
      'inventory:tell how much of a service is in stock'
      'order:place an order; spends money'
      'status:tell how far an order is'
      'balance:tell the balance of the account'
      'sms:numbers and their codes'
      'journal:list what was bought'
      'settle:say what became of an unconfirmed purchase'
      'call:send any action of the API'
      'key:store, check or forget the API key'
      'export:write out orders, numbers, the statement or everything'
      'import:add the history that another computer wrote out'
    )
    _describe command commands ;;
  argument)
    case $words[1] in
      services) _arguments $common '--category:C:' '--subcategory:S:' '--page:N:' '--limit:M:' '--search:text:' '--in-stock' ;;
      order) _arguments $common '1:service:' '2:quantity:' '--link:link:_urls' '--max-total:amount:' '--yes' '--again' ;;
      journal) _arguments $common '--open' '--unconfirmed' ;;
      settle) _arguments $common '1:journal:' '--order:order:' '--force' '--not-placed' '--undo' ;;
      call) _arguments $common '1:action:(categories services inventory add status balance sms_projects sms_countries add_sms sms_code sms_status)' '*:parameter:' '--max-total:amount:' '--yes' '--again' ;;
      export) _arguments $common '1:what:(orders sms statement history)' '--format:format:(csv json)' ;;
      import) _arguments $common '1:file:_files' ;;
      key) _arguments $common '1:command:(set check forget)' ;;
      sms)
        case $words[2] in
          projects) _arguments $common '1:command:' '--country:code:' ;;
          get) _arguments $common '1:command:' '2:project:' '--quantity:N:' '--country:code:' '--phone:number:' '--max-total:amount:' '--yes' '--again' ;;
          wait) _arguments $common '1:command:' '2:order:' '--timeout:seconds:' ;;
          *) _arguments $common '1:command:(countries projects get code status wait)' '*:order:' ;;
        esac ;;
      *) _arguments $common '*:argument:' ;;
    esac ;;
esac
