using System.Collections;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace SovereignFleet.Agent.Cli;

/// <summary>Messages as JSON for scripts: the proto's field names, numbers as numbers (protobuf's own JSON writes 64-bit ones as
/// text), lists even when empty, and nothing at all for what is unknown.</summary>
internal static class ProtoJson
{
    public static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.HasPresence && !field.Accessor.HasValue(message))
            {
                continue;
            }

            json.WritePropertyName(field.Name);
            WriteField(json, field, field.Accessor.GetValue(message));
        }

        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, FieldDescriptor field, object? value)
    {
        switch (value)
        {
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName($"{entry.Key}");
                    WriteValue(json, field, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IList list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(json, field, item);
                }

                json.WriteEndArray();
                break;
            default:
                WriteValue(json, field, value);
                break;
        }
    }

    /// <summary>Without the enum's own name in front, which only C++ needs: "OK" of OUTCOME_OK.</summary>
    private static string NameOf(EnumValueDescriptor value)
    {
        var prefix = string.Concat(value.EnumDescriptor.Name.Select((letter, place) => place > 0 && char.IsUpper(letter) ? "_" + letter : $"{char.ToUpperInvariant(letter)}")) + "_";
        return value.Name.StartsWith(prefix, StringComparison.Ordinal) ? value.Name[prefix.Length..] : value.Name;
    }

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field, object? value)
    {
        switch (value)
        {
            case Timestamp at:
                json.WriteStringValue(at.ToDateTimeOffset());
                break;
            case Duration took:
                json.WriteNumberValue(took.ToTimeSpan().TotalSeconds);
                break;
            case IMessage message:
                Write(json, message);
                break;
            case Enum number:
                var code = Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture);
                json.WriteStringValue(field.EnumType.FindValueByNumber(code) is { } known ? NameOf(known) : $"{code}");
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double real when double.IsFinite(real):
                json.WriteNumberValue(real);
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case ulong whole:
                json.WriteNumberValue(whole);
                break;
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case uint whole:
                json.WriteNumberValue(whole);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
