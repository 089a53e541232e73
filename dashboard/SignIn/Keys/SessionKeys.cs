using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard.SignIn.Keys;

/// <summary>Keeps the keys that protect session cookies in files, so that a restart signs nobody out.</summary>
internal sealed class SessionKeys(IOptions<KeyOptions> options, ILoggerFactory logs) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions keys)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Value.DataFolder, "keys"));
        // Whoever reads these keys can read and make session cookies.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        keys.XmlRepository = new FileSystemXmlRepository(folder, logs);
    }
}
