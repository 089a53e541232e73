namespace SovereignFleet.Dashboard.Look;

/// <summary>The three themes. Style sheet and MudBlazor theme are both made from these, so a colour is written down once.</summary>
internal static class Palettes
{
    public static readonly Palette Dark = new()
    {
        Name = "dark",
        IsDark = true,
        Ground = "#0F1417",
        Surface = "#161C20",
        Raised = "#1E262B",
        Line = "#2C363C",
        Chosen = "#2C363C",
        Field = "#66757E",
        Text = "#E6EBEE",
        Quiet = "#A3B0B8",
        Ok = "#3A4A52",
        OkLine = "#5E7480",
        Watch = "#E0B64B",
        Act = "#F2705C",
        Drain = "#6FA8FF",
        Out = "#7A7F87",
        Unknown = "#6A7078",
        Accent = "#8AB4F8",
        OnTone = "#0F1417",
    };

    public static readonly Palette Light = new()
    {
        Name = "light",
        IsDark = false,
        Ground = "#F7F9FA",
        Surface = "#FFFFFF",
        Raised = "#FFFFFF",
        Line = "#D8DFE3",
        Chosen = "#E1E7EA",
        Field = "#7F8B93",
        Text = "#182025",
        Quiet = "#515E66",
        Ok = "#D5DEE2",
        OkLine = "#7F929B",
        Watch = "#8A6500",
        Act = "#B3261E",
        Drain = "#1F5FBF",
        Out = "#6B7178",
        Unknown = "#868D94",
        Accent = "#0B57D0",
        OnTone = "#FFFFFF",
    };

    public static readonly Palette Contrast = new()
    {
        Name = "contrast",
        IsDark = true,
        Ground = "#000000",
        Surface = "#000000",
        Raised = "#0B0F11",
        Line = "#8A9AA3",
        Chosen = "#2E3B43",
        Field = "#C3CDD2",
        Text = "#FFFFFF",
        Quiet = "#D5DDE1",
        Ok = "#25323A",
        OkLine = "#A9BAC3",
        Watch = "#FFD166",
        Act = "#FF8A78",
        Drain = "#8FBCFF",
        Out = "#B0B5BC",
        Unknown = "#B0B5BC",
        Accent = "#A8C7FA",
        OnTone = "#000000",
    };

    public static readonly IReadOnlyList<Palette> All = [Dark, Light, Contrast];

    /// <summary>The named theme; a name that is not ours (an old or forged cookie) is the dark one.</summary>
    public static Palette Named(string? name) => All.FirstOrDefault(palette => palette.Name == name) ?? Dark;
}
