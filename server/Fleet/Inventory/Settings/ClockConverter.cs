using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>A time of the day: "02:00" or "02:00:00".</summary>
internal sealed class ClockConverter : JsonConverter<TimeOnly>
{
    private static readonly string[] Forms = ["HH:mm", "HH:mm:ss"];

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return TimeOnly.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new UnfitValueException(text.StartsWith("24:00", StringComparison.Ordinal)
                ? $"\"{text}\" is the beginning of the next day: give that day, and 00:00."
                : $"\"{text}\" must be a time of the day, 00:00 to 23:59.");
    }

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
}
