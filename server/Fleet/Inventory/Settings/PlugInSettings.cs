using System.Text.Json;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>Reads a plug-in's settings: the same way when they are declared and when they are used.</summary>
internal static class PlugInSettings
{
    public static SettingsReading<T> Read<T>(JsonElement declared)
        where T : class, IPlugInSettings
    {
        try
        {
            return declared.Deserialize<T>(DeclaredJson.Strict) switch
            {
                null => Unfit<T>(new SettingsFault("", "must be an object {...}.")),
                var settings when settings.Faults().ToArray() is { Length: > 0 } faults => Unfit<T>(faults),
                var settings => new SettingsReading<T>(settings, []),
            };
        }
        catch (JsonException error)
        {
            return Unfit<T>(new SettingsFault("", DeclaredJson.Readable(error)));
        }
    }

    /// <param name="further">What is unfit in settings that can be read, by what this server may reach.</param>
    public static IEnumerable<SettingsFault> Judge<T>(JsonElement declared, Func<T, IEnumerable<SettingsFault>> further)
        where T : class, IPlugInSettings =>
        Read<T>(declared) switch
        {
            { Settings: { } settings } => further(settings),
            { Faults: var faults } => faults,
        };

    /// <param name="kept">JSON, out of the database.</param>
    public static SettingsReading<T> Read<T>(string kept)
        where T : class, IPlugInSettings
    {
        try
        {
            using var document = JsonDocument.Parse(kept);
            return Read<T>(document.RootElement);
        }
        catch (JsonException error)
        {
            return Unfit<T>(new SettingsFault("", $"is no JSON: {error.Message}"));
        }
    }

    private static SettingsReading<T> Unfit<T>(params SettingsFault[] faults)
        where T : class => new(null, faults);
}
