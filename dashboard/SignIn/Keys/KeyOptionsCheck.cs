using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard.SignIn.Keys;

/// <summary>Refuses a start without a folder for the keys, and says which key to set.</summary>
internal sealed class KeyOptionsCheck : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataFolder))
        {
            return ValidateOptionsResult.Fail("DataFolder is empty: set DataFolder to a folder that the dashboard may write to.");
        }

        return File.Exists(options.DataFolder)
            ? ValidateOptionsResult.Fail($"DataFolder '{options.DataFolder}' is a file: set DataFolder to a folder that the dashboard may write to.")
            : ValidateOptionsResult.Success;
    }
}
