using MudBlazor;

namespace SovereignFleet.Dashboard.Look;

/// <summary>MudBlazor's theme, made from a <see cref="Palette"/>.</summary>
internal static class FleetTheme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "sans-serif"];

    public static MudTheme From(Palette palette)
    {
        var theme = new MudTheme { LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" } };
        Fill(palette.IsDark ? theme.PaletteDark : theme.PaletteLight, palette);
        foreach (var type in Styles(theme.Typography))
        {
            type.FontFamily = Sans;
        }

        theme.Typography.Default.FontSize = "14px";
        theme.Typography.Button.TextTransform = "none";
        theme.Typography.Button.FontSize = "14px";
        theme.Typography.Button.FontWeight = "600";
        theme.Typography.Button.LetterSpacing = "0";
        theme.Typography.H6.FontSize = "16px";
        theme.Typography.H6.FontWeight = "600";
        return theme;
    }

    private static void Fill(MudBlazor.Palette mud, Palette p)
    {
        mud.Background = p.Ground;
        mud.BackgroundGray = p.Ground;
        mud.Surface = p.Raised;
        mud.TextPrimary = p.Text;
        mud.TextSecondary = p.Quiet;
        mud.TextDisabled = p.Quiet;
        mud.ActionDefault = p.Quiet;
        mud.ActionDisabled = p.Quiet;
        mud.ActionDisabledBackground = p.Line;
        mud.Primary = p.Accent;
        mud.PrimaryContrastText = p.OnTone;
        mud.Secondary = p.Quiet;
        mud.SecondaryContrastText = p.OnTone;
        mud.Info = p.Drain;
        mud.InfoContrastText = p.OnTone;
        mud.Success = p.OkLine;
        mud.SuccessContrastText = p.OnTone;
        mud.Warning = p.Watch;
        mud.WarningContrastText = p.OnTone;
        mud.Error = p.Act;
        mud.ErrorContrastText = p.OnTone;
        mud.LinesDefault = p.Line;
        mud.LinesInputs = p.Field;
        mud.Divider = p.Line;
        mud.TableLines = p.Line;
    }

    private static BaseTypography[] Styles(Typography t) =>
        [t.Default, t.H1, t.H2, t.H3, t.H4, t.H5, t.H6, t.Subtitle1, t.Subtitle2, t.Body1, t.Body2, t.Button, t.Caption, t.Overline];
}
