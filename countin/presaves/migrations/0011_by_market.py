from django.db import migrations, models

from countin.workspaces.migrating import AddIndexQuietly


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('campaigns', '0003_artist_page'),
        ('fans', '0002_grant_by_end'),
        ('presaves', '0010_trial'),
        ('visits', '0001_initial'),
    ]

    operations = [
        AddIndexQuietly(
            model_name='presave',
            index=models.Index(condition=models.Q(('state', 'promised')), fields=['campaign', 'provider', 'market', 'id'], name='presave_by_market'),
        ),
    ]
