using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Runtime.Systemd;

/// <summary>Secrets that systemd hands to this service alone (LoadCredential): a secret's file that is named without a folder
/// lies where systemd put it.</summary>
internal static class Credentials
{
    /// <summary>Null where no service manager gave any.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder ? folder : null;

    /// <summary>The settings that name a credential, with the path of its file.</summary>
    public static IReadOnlyDictionary<string, string?> Paths(IConfiguration settings, string? folder) =>
        folder is null
            ? new Dictionary<string, string?>()
            : settings.AsEnumerable()
                .Where(setting => NamesSecret(setting.Key) && setting.Value is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
                .ToDictionary(setting => setting.Key, setting => (string?)Path.Combine(folder, setting.Value!));

    /// <summary>Whether systemd keeps the file: it stays root's, and the service reads it by an access list.</summary>
    public static bool Holds(string path, string? folder) =>
        folder is not null && Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static bool NamesSecret(string key) =>
        key.Equals("EnrollmentTokenFile", StringComparison.OrdinalIgnoreCase) || key.EndsWith(":PasswordFile", StringComparison.OrdinalIgnoreCase);
}
