using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>How long something lasts: "04:00:00", "24:00:00" (which .NET alone takes for a fault), or with days "1.12:00:00".</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration))
        {
            return duration;
        }

        return text.Split(':') is [var hours, { Length: 2 } minutes, { Length: 2 } seconds]
            && Number(hours) is { } h and < 10_000 && Number(minutes) is { } m and < 60 && Number(seconds) is { } s and < 60
            ? new TimeSpan(h, m, s)
            : throw new UnfitValueException($"\"{text}\" must be a duration, hours:minutes:seconds, as 04:00:00.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
