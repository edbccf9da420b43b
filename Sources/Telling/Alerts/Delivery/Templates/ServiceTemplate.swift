/// The services that kilovakt knows how to tell. Each is a template like a household's own; `docs/webhooks.md` shows how
/// they come out.
public enum ServiceTemplate: String, Sendable, CaseIterable {
    /// The alert as it is.
    case json
    /// https://docs.ntfy.sh/publish/#publish-as-json
    case ntfy
    /// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/
    case slack
    /// https://docs.discord.com/developers/resources/webhook#execute-webhook
    case discord
    /// https://core.telegram.org/bots/api#sendmessage
    case telegram
    /// https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger
    case homeassistant

    /// Mustache, escaped as JSON; `nil` for the alert as it is.
    var text: String? {
        switch self {
        case .json: nil
        case .ntfy: Self.ntfyText
        case .slack: Self.slackText
        case .discord: Self.discordText
        case .telegram: Self.telegramText
        case .homeassistant: Self.homeAssistantText
        }
    }

    /// The message is at most 4096 bytes; a longer one would become an attachment.
    private static let ntfyText = #"""
        {"topic":"{{topic}}","title":"{{title}}","priority":{{priority}},"tags":["{{tag}}","{{rule}}"],
        "message":"{{text}}{{#advice}}\n\n{{advice}}{{/advice}}"}
        """#

    private static let slackText = #"""
        {"text":"{{symbol}} *{{slack(title)}}*","attachments":[{"color":"{{color}}","mrkdwn_in":["text"],
        "fallback":"{{slack(title)}}","text":"{{slack(text)}}{{#advice}}\n*{{slack(advice)}}*{{/advice}}",
        "footer":"{{state_text}} · {{slack(meter_name)}}","ts":{{unix_time}}}]}
        """#

    /// `allowed_mentions`: whatever a text holds, it calls nobody.
    private static let discordText = #"""
        {"allowed_mentions":{"parse":[]},"embeds":[{"color":{{color_number}},"timestamp":"{{time}}",
        "description":"{{symbol}} **{{markdown(title)}}**\n{{markdown(text)}}{{#advice}}\n**{{markdown(advice)}}**{{/advice}}",
        "footer":{"text":"{{state_text}} · {{meter_name}}"}}]}
        """#

    private static let telegramText = #"""
        {"chat_id":"{{chat_id}}","parse_mode":"HTML","link_preview_options":{"is_disabled":true},
        "disable_notification":{{#cleared}}true{{/cleared}}{{^cleared}}false{{/cleared}},
        "text":"{{symbol}} <b>{{html(title)}}</b>\n{{html(text)}}{{#advice}}\n<b>{{html(advice)}}</b>{{/advice}}\n<i>{{state_text}} · {{html(meter_name)}} · {{time_local}}</i>"}
        """#

    /// `title`, `message` and `tag` are what a notify action takes; with the tag a clear replaces its raise on the phone.
    private static let homeAssistantText = #"""
        {"title":"{{symbol}} {{title}}","message":"{{text}}{{#advice}} {{advice}}{{/advice}}","tag":"{{key}}",
        "state":"{{state}}","severity":"{{severity}}","rule":"{{rule}}","name":"{{name}}","meter":"{{meter}}",
        "meter_name":"{{meter_name}}","time":"{{time}}","time_local":"{{time_local}}","text":"{{text}}","advice":"{{advice}}"}
        """#
}
