using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace SovereignFleet.Server.Hosting;

/// <summary>What no message may say, whatever it is about: text that no database takes, text without end, times that cannot be. Looked for by the
/// message's own description, so that a field that is added is looked at too. Pure.</summary>
internal static class MessageFaults
{
    /// <summary>Letters; more than any name, note or token of ours has.</summary>
    public const int LongestText = 4096;
    /// <summary>A field of this name is a document; the size of the message bounds it.</summary>
    private const string Document = "json";
    private const int Deepest = 32;
    private const long NanosOfASecond = 1_000_000_000;
    private static readonly long TooLate = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <returns>What is wrong, by the name of the field; null: nothing.</returns>
    public static string? Of(IMessage message) => Of(message, "", 0);

    /// <returns>Null: it can be a time, or is absent.</returns>
    public static string? OfTime(string field, Timestamp? at) => at switch
    {
        null => null,
        { Nanos: < 0 or >= (int)NanosOfASecond } => $"{field} is no time: its nanos are {at.Nanos}.",
        { Seconds: < 0 } => $"{field} is before 1970.",
        _ => at.Seconds >= TooLate ? $"{field} is after 2199." : null,
    };

    private static string? Of(IMessage message, string path, int depth)
    {
        if (depth > Deepest)
        {
            return $"{path} is nested too deep.";
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.HasPresence && !field.Accessor.HasValue(message) ? null : field.Accessor.GetValue(message);
            if (Of(field, value, path.Length > 0 ? $"{path}.{field.Name}" : field.Name, depth) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Of(FieldDescriptor field, object? value, string path, int depth) => value switch
    {
        string text => OfText(path, text, field.Name == Document ? int.MaxValue : LongestText),
        Timestamp at => OfTime(path, at),
        Duration length => OfLength(path, length),
        IMessage message => Of(message, path, depth + 1),
        // The keys and the values of a map are two fields of its entry.
        IDictionary map => Each(field.MessageType.FindFieldByNumber(1), map.Keys, path, depth) ?? Each(field.MessageType.FindFieldByNumber(2), map.Values, path, depth),
        IList list when field.FieldType is FieldType.String or FieldType.Message => Each(field, list, path, depth),
        _ => null,
    };

    private static string? Each(FieldDescriptor field, IEnumerable values, string path, int depth)
    {
        foreach (var value in values)
        {
            if (Of(field, value, path, depth) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? OfText(string path, string text, int longest) =>
        text.Length > longest ? $"{path} has {text.Length} letters; at most {longest} are taken."
        : text.Contains('\0') ? $"{path} has the character NUL in it."
        : HasHalfACharacter(text) ? $"{path} has half a character in it: a surrogate without its other half."
        : null;

    private static string? OfLength(string path, Duration length) =>
        length.Seconds is < Duration.MinSeconds or > Duration.MaxSeconds || Math.Abs((long)length.Nanos) >= NanosOfASecond
            || (length.Seconds != 0 && length.Nanos != 0 && Math.Sign(length.Seconds) != Math.Sign(length.Nanos))
            ? $"{path} is no length of time." : null;

    // JSON can say it ("\ud800"), and neither protobuf nor the database can.
    private static bool HasHalfACharacter(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return true;
            }
        }

        return false;
    }
}
