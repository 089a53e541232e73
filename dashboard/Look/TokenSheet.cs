using System.Text;

namespace SovereignFleet.Dashboard.Look;

/// <summary>The palettes as CSS variables, served at /look/tokens.css.</summary>
internal static class TokenSheet
{
    private static readonly string Css = Write();

    public static void MapTokenSheet(this IEndpointRouteBuilder app) =>
        app.MapGet("/look/tokens.css", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-cache";
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
