using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace SovereignFleet.Dashboard;

/// <summary>Style sheets and scripts go out compressed, also those that the build leaves as they are: by the address that may be kept for ever
/// a package's files have no compressed form, and MudBlazor's style sheet alone is 627 kB.</summary>
internal static class AssetCompression
{
    // Not the pages: what they say must not be told by how well it compresses beside what somebody else chose (BREACH).
    private static readonly string[] Kinds = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"];

    public static void AddAssetCompression(this WebApplicationBuilder builder)
    {
        // A build is run as a publication is: its files are sent compressed, and kept by the browser as long as they are these.
        (builder.Configuration["ReloadStaticAssetsAtRuntime"], builder.Configuration["EnableStaticAssetsDevelopmentCaching"]) = ("false", "true");
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Kinds;
        });
        // A browser asks once and keeps it: a few milliseconds more for a third less.
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }
}
