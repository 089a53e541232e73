using SovereignFleet.Agent.Runtime.Systemd;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Whether a file may hold a BMC's password.</summary>
internal static class PasswordFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Null where it may; else why not, for a person. ipmitool takes a missing or empty file for an empty password.</summary>
    /// <param name="key">The setting that names the file.</param>
    public static string? WhyRefused(string key, string path) => WhyRefused(key, path, Credentials.Folder);

    /// <param name="credentials">Where systemd keeps secrets for this service: those stay root's, and are ours by an access list,
    /// which the mode tells as a right of the group.</param>
    public static string? WhyRefused(string key, string path, string? credentials)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length == 0)
            {
                return $"{key} {path} is missing or empty";
            }

            if (Credentials.Holds(path, credentials))
            {
                return string.IsNullOrWhiteSpace(File.ReadAllText(path)) ? $"{key} {path} is an empty credential: the service was started without it" : null;
            }

            if ((file.UnixFileMode & Others) != 0)
            {
                return $"{key} {path} may be read by others: its mode must be 0600";
            }

            if (FileOwner.Of(path) is not { } owner || owner != FileOwner.Us)
            {
                return $"{key} {path} is not the agent's own file: its owner must be the user that the agent runs as";
            }

            using var readable = file.OpenRead();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{key} {path} cannot be read: {exception.Message}";
        }
    }
}
