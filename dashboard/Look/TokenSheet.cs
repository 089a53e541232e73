using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Dashboard.Look;

/// <summary>The palettes as CSS variables, at an address that changes with them: a browser keeps them as long as they are these.</summary>
internal static class TokenSheet
{
    private static readonly string Css = Write();

    public static string Address { get; } = $"look/tokens.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))[..10]}.css";

    public static void MapTokenSheet(this IEndpointRouteBuilder app) =>
        app.MapGet("/" + Address, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "max-age=31536000, immutable";
            return Results.Text(Css, "text/css", Encoding.UTF8);
        }).AllowAnonymous();

    public static string Write()
    {
        var css = new StringBuilder();
        foreach (var palette in Palettes.All)
        {
            css.Append("html[data-theme=").Append(palette.Name).Append("]{color-scheme:").Append(palette.IsDark ? "dark" : "light");
            foreach (var (name, value) in Tokens(palette))
            {
                css.Append(";--").Append(name).Append(':').Append(value);
            }

            css.AppendLine("}");
        }
        return css.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Tokens(Palette p) =>
    [
        ("ground", p.Ground), ("surface", p.Surface), ("raised", p.Raised), ("line", p.Line), ("chosen", p.Chosen), ("field", p.Field),
        ("text", p.Text), ("quiet", p.Quiet), ("ok", p.Ok), ("ok-line", p.OkLine), ("watch", p.Watch), ("act", p.Act),
        ("drain", p.Drain), ("out", p.Out), ("unknown", p.Unknown), ("accent", p.Accent), ("on-tone", p.OnTone),
    ];
}
