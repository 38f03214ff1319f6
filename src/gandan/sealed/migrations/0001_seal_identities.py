"""Sealed identities, the keys they are sealed to, orders and records of openings."""

import django.db.models.deletion
import gandan.sealed.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeeperKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(editable=False, max_length=64, unique=True)),
                ('owner', models.CharField(max_length=160, verbose_name='người giữ')),
                ('body', models.CharField(choices=[('receiving', 'bên tiếp nhận'), ('overseeing', 'bên giám sát')], max_length=20, verbose_name='bên giữ')),
                ('suite', models.CharField(max_length=30, verbose_name='loại khóa')),
                ('sealing', models.BinaryField()),
                ('signing', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'chờ xác nhận'), ('live', 'đang dùng'), ('refused', 'bị bác'), ('ended', 'thôi giữ'), ('lost', 'mất')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('decision', models.CharField(max_length=160, verbose_name='quyết định giao giữ khóa')),
                ('valid_since', models.DateField(verbose_name='giữ từ ngày')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('registered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='vì sao thôi dùng')),
                ('proved_on', models.DateField(null=True, verbose_name='diễn tập gần nhất')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ], options={"constraints": [models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), models.Q(('confirmed_at__isnull', False), models.Q(('registered_by', models.F('confirmed_by')), _negated=True)), _connector='OR'), name='keeper_key_confirmed_by_another'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_since')), _connector='OR'), name='keeper_key_time')],},),
        migrations.CreateModel(
            name='OpeningOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=gandan.sealed.models.order_code, max_length=20, unique=True, verbose_name='mã lệnh')),
                ('case_code', models.CharField(max_length=40, verbose_name='vụ việc')),
                ('reason', models.TextField(verbose_name='lý do mở')),
                ('basis', models.CharField(max_length=300, verbose_name='căn cứ pháp lý')),
                ('ordered_at', models.DateTimeField(verbose_name='ra lệnh lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn lúc')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('document', models.TextField(editable=False)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SealedIdentity',
            fields=[
                ('handle', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=gandan.sealed.models.envelope_code, editable=False, max_length=20, unique=True, verbose_name='mã phong bì')),
                ('ciphertext', models.BinaryField()),
                ('digest', models.BinaryField(max_length=32)),
                ('schema', models.PositiveSmallIntegerField()),
                ('sealed_at', models.DateTimeField(verbose_name='niêm phong lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ], options={"indexes": [models.Index(fields=['unit', '-sealed_at'], name='sealed_unit_newest')],},),
        migrations.CreateModel(
            name='OpeningRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('act', models.CharField(choices=[('half', 'trao nửa khóa'), ('opened', 'mở phong bì'), ('rewrapped', 'trao ô khóa')], max_length=12, verbose_name='việc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('subject', models.CharField(max_length=40, verbose_name='lệnh hoặc yêu cầu')),
                ('reason', models.TextField(blank=True, verbose_name='lý do ghi tại trạm')),
                ('shown', models.CharField(blank=True, max_length=120)),
                ('document', models.TextField(editable=False)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('previous', models.CharField(editable=False, max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='sealed.keeperkey')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='sealed.openingorder')),
                ('identity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='sealed.sealedidentity')),
            ], options={"constraints": [models.UniqueConstraint(fields=('key', 'digest'), name='opening_record_once')],},),
        migrations.AddField(
            model_name='openingorder',
            name='identity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='sealed.sealedidentity'),
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('identity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='sealed.sealedidentity')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='sealed.keeperkey')),
            ], options={"constraints": [models.UniqueConstraint(fields=('identity', 'key'), name='sealed_slot_once')],},),
        migrations.CreateModel(
            name='SlotChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=gandan.sealed.models.change_code, max_length=20, unique=True, verbose_name='mã')),
                ('state', models.CharField(choices=[('requested', 'chờ trạm'), ('done', 'đã nhận kết quả')], default='requested', max_length=10)),
                ('requested_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('opened', models.PositiveIntegerField(null=True)),
                ('failed', models.PositiveIntegerField(null=True)),
                ('opener', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='sealed.keeperkey')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('takers', models.ManyToManyField(related_name='taken_over', to='sealed.keeperkey')),
            ],
        ),
        
        
        
        
        migrations.AddConstraint(
            model_name='openingorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='opening_order_has_grounds'),
        ),
        migrations.AddConstraint(
            model_name='openingorder',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('ordered_at'))), name='opening_order_time'),
        ),
        
    ]
