using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Dashboard.Sessions;

namespace SovereignFleet.Dashboard.Layout;

public sealed partial class MainLayout : IDisposable
{
    private MudTheme theme = new();
    private bool live;
    private IDisposable? keeping;

    [CascadingParameter] public Task<AuthenticationState> Authentication { get; set; } = null!;
    [Inject] internal ThemeChoice Theme { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal PersonRefresh PersonRefresh { get; set; } = null!;
    [Inject] internal NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        Person.Ended -= ToSignIn;
        Navigation.LocationChanged -= Use;
        keeping?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        theme = FleetTheme.From(Theme.Palette);
        Person.Ended += ToSignIn;
        Person.Load((await Authentication).User);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // From here on the circuit is up and a click reaches us; before, the page is only prerendered.
        live = true;
        keeping = Navigation.RegisterLocationChangingHandler(KeepScope);
        Navigation.LocationChanged += Use;
        StateHasChanged();
        await PersonRefresh.AskAsync(CancellationToken.None);
    }

    // Who goes from page to page uses the session, also where the pages ask for nothing but what they follow.
    private void Use(object? sender, LocationChangedEventArgs change) => _ = PersonRefresh.AskAsync(CancellationToken.None);

    // Only a clicked link: what the top bar chose, and the way back, are right as they are.
    private ValueTask KeepScope(LocationChangingContext change)
    {
        if (change.IsNavigationIntercepted && Scope.Carry(Navigation, change.TargetLocation) is { } target)
        {
            change.PreventNavigation();
            Navigation.NavigateTo(target);
        }
        return ValueTask.CompletedTask;
    }

    private void ToSignIn(bool signedOut) => _ = InvokeAsync(() => Navigation.NavigateTo(
        signedOut ? "/sign-in" : "/sign-in?ended=true&returnUrl=" + Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri)), forceLoad: true));
}
